/** What a bench prints as its last line: a figure, what the machine could do at best in the same run, and their ratio. */
export type BenchResult = {
  name: string;
  value: number;
  unit: string;
  floor: number;
  ratio: number;
  [detail: string]: unknown;
};
