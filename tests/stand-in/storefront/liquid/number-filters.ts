import type { FilterImplOptions } from "liquidjs";

/**
 * Ruby's arithmetic: whole numbers divide to a whole number, rounded down, and dividing by zero is an error.
 * liquidjs would divide to a fraction, and a template that is right here would be wrong in a shop.
 */
export const numberFilters: Record<string, FilterImplOptions> = {
  divided_by(value: unknown, by: unknown) {
    const [dividend, divisor] = [Number(value), Number(by)];
    if (divisor === 0) throw new RangeError("divided by 0");
    const whole = Number.isInteger(dividend) && Number.isInteger(divisor);
    return whole ? Math.floor(dividend / divisor) : dividend / divisor;
  },
  modulo(value: unknown, by: unknown) {
    const [dividend, divisor] = [Number(value), Number(by)];
    if (divisor === 0) throw new RangeError("divided by 0");
    return dividend - divisor * Math.floor(dividend / divisor);
  },
};
