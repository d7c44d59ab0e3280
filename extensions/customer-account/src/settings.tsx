import { useState } from "preact/hooks";

import { failed } from "../../shared/ask.ts";
import { ask, words } from "./account.ts";

const { say } = words;

const MONTHS = Array.from({ length: 12 }, (_, month) => month + 1);

type Props = {
  birthday: boolean;
  /** Null where the shop shows no leaderboard. */
  leaderboard: boolean | null;
};

/** What members tell about themselves: a birthday, once, and whether others may see their first name. */
export function Settings({ birthday, leaderboard }: Props) {
  const [month, setMonth] = useState("");
  const [day, setDay] = useState("");
  const [isShown, setShown] = useState(leaderboard);
  const [isKnown, setKnown] = useState(birthday);
  const [said, setSaid] = useState<{ key: string; isWrong: boolean } | null>(null);

  const save = async () => {
    const named = month !== "" || day !== "";
    const answer = await ask("profile", {
      ...(isShown !== null && { leaderboard: isShown }),
      ...(named && { birthday: { month: Number(month), day: Number(day) } }),
    });
    if (!failed(answer)) {
      if (named) setKnown(true);
      return setSaid({ key: "said.saved", isWrong: false });
    }
    const why = ["invalid", "too_many"].find((error) => error === answer.error) ?? "offline";
    setSaid({ key: `said.${why}`, isWrong: true });
  };
  return (
    <s-section heading={say("profile.heading")}>
      <s-form onSubmit={() => void save()}>
        <s-stack gap="base">
          {isKnown ? (
            <s-text>{say("profile.birthday_known")}</s-text>
          ) : (
            <s-grid gridTemplateColumns="1fr 1fr" gap="base">
              <s-select
                label={say("profile.month")}
                value={month}
                onChange={(event) => setMonth(fieldOf(event).value ?? "")}
              >
                <s-option value="">–</s-option>
                {MONTHS.map((number) => (
                  <s-option key={number} value={String(number)}>
                    {say(`profile.months.${number}`)}
                  </s-option>
                ))}
              </s-select>
              <s-number-field
                label={say("profile.day")}
                min={1}
                max={31}
                value={day}
                onChange={(event) => setDay(fieldOf(event).value ?? "")}
              />
            </s-grid>
          )}
          {isShown !== null && (
            <s-checkbox
              label={say("profile.leaderboard")}
              checked={isShown}
              onChange={(event) => setShown(fieldOf(event).checked ?? false)}
            />
          )}
          <s-button type="submit">{say("profile.save")}</s-button>
          {said && <s-banner tone={said.isWrong ? "warning" : "success"} heading={say(said.key)} />}
        </s-stack>
      </s-form>
    </s-section>
  );
}

/** The field that an event is of: the types know it as any element. */
function fieldOf(event: Event): { value?: string; checked?: boolean } {
  return event.currentTarget as { value?: string; checked?: boolean };
}
