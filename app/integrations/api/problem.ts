/** What went wrong with an API call, as RFC 9457 has it: `code` is for programs, `detail` for whoever reads the log. */
export type Problem = {
  status: number;
  code: string;
  title: string;
  detail?: string;
  errors?: Record<string, string[]>;
};

const titles: Record<number, string> = {
  400: "The request cannot be read",
  401: "The API key is missing or not valid",
  403: "The API key may not do this",
  404: "There is no such thing",
  405: "This address does not take this method",
  409: "That cannot be done now",
  413: "The request is too large",
  422: "The request asks for something that cannot be",
  429: "Too many requests",
  503: "Try again in a moment",
};

/** A problem with the usual title of its status. */
export function problem(status: number, code: string, more: Partial<Problem> = {}): Problem {
  return { status, code, title: titles[status] ?? "Something went wrong", ...more };
}
