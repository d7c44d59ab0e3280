import { useFormats } from "../hooks/shop.tsx";

/** A moment as time passed, with the exact time in the shop's time zone on hover and for machines. */
export function When({ at }: { at: string }) {
  const { ago, dateTime } = useFormats();
  return (
    <time dateTime={at} title={dateTime(at)}>
      {ago(at)}
    </time>
  );
}

/** The day of a moment in the shop's time zone. */
export function Day({ at }: { at: string }) {
  const { date, dateTime } = useFormats();
  return (
    <time dateTime={at} title={dateTime(at)}>
      {date(at)}
    </time>
  );
}
