export function alone<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
