import { useState } from "preact/hooks";

import { isUnanswered, type Returned } from "../../shared/redemptions.ts";
import type { PointName } from "../../shared/words.ts";
import { words } from "./account.ts";
import { Copy } from "./copy.tsx";
import type { Code } from "./member.ts";
import { giveBack } from "./redemptions.ts";

const { say, day, points } = words;

type Props = {
  codes: Code[];
  names: PointName;
  /** Called when a code was given back, and again when its points are there; also when it could not be. */
  changed: () => Promise<void>;
};

/** Rewards that wait to be used, or to be given back. Nothing where there are none. */
export function Codes({ codes, names, changed }: Props) {
  const [news, setNews] = useState<Returned | null>(null);
  const tell = (returned: Returned) => {
    setNews(returned);
    void changed();
  };
  if (codes.length === 0 && !news) return null;
  return (
    <s-section heading={say("codes.heading")}>
      {news && <News news={news} />}
      {codes.length > 0 && (
        <s-unordered-list>
          {codes.map((code) => (
            <s-list-item key={code.id}>
              <Ready code={code} />
              {code.points > 0 && (
                <GiveBack
                  code={code}
                  about={points(code.points, names)}
                  onSure={() => void giveBack(code.id, tell)}
                />
              )}
            </s-list-item>
          ))}
        </s-unordered-list>
      )}
    </s-section>
  );
}

function News({ news }: { news: Returned }) {
  if (news.state !== "refused")
    return <s-banner tone="success" heading={say(`said.${news.state}`)} />;
  const known = ["used", "too_many"].find((why) => why === news.why);
  const why = known ?? (isUnanswered(news.why) ? "offline" : "over");
  return <s-banner tone="warning" heading={say(`said.${why}`)} />;
}

function Ready({ code: { id, reward, code, until } }: { code: Code }) {
  return (
    <s-stack direction="inline" gap="base" alignItems="center">
      <s-text dir="auto">{reward}</s-text>
      <s-text type="strong" dir="ltr">
        {code}
      </s-text>
      {until && <s-text color="subdued">{say("codes.until", { when: day(until) })}</s-text>}
      <Copy id={`code-${id}`} text={code} label={say("copy_this", { code })} />
    </s-stack>
  );
}

/** Says first what becomes of the code. */
function GiveBack({ code, about, onSure }: { code: Code; about: string; onSure: () => void }) {
  const id = `return-${code.id}`;
  const label = say("codes.return_this", { reward: code.reward });
  return (
    <>
      <s-button commandFor={id} command="--show" accessibilityLabel={label}>
        {say("codes.return")}
      </s-button>
      <s-modal id={id} heading={label}>
        <s-text>{say("codes.return_about", { points: about })}</s-text>
        <s-button
          slot="primary-action"
          variant="primary"
          commandFor={id}
          command="--hide"
          onClick={onSure}
        >
          {say("codes.return_now")}
        </s-button>
        <s-button slot="secondary-actions" commandFor={id} command="--hide">
          {say("codes.keep")}
        </s-button>
      </s-modal>
    </>
  );
}
