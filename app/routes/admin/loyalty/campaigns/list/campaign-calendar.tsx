import { InlineStack, Link } from "@shopify/polaris";

import { monthInWords } from "#app/ui/copy/liability.ts";
import { useShop } from "#app/ui/hooks/shop.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";

import { type Day, monthBeside, weeksOf } from "./calendar.ts";
import type { ShownCampaign } from "./campaign-list.tsx";

type Props = { month: string; campaigns: ShownCampaign[] };

const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** A month with the campaigns on its days. Each is a link, so the keyboard reaches what the pointer does. */
export function CampaignCalendar({ month, campaigns }: Props) {
  const { timezone } = useShop();
  const address = (to: string) => `/app/loyalty/campaigns?month=${to}`;
  return (
    <TitledCard
      title={monthInWords(month)}
      aside={
        <InlineStack gap="300">
          <Link url={address(monthBeside(month, -1))}>Month before</Link>
          <Link url={address(monthBeside(month, 1))}>Month after</Link>
        </InlineStack>
      }
    >
      <table className="encore-calendar">
        <caption className="encore-visually-hidden">Campaigns in {monthInWords(month)}</caption>
        <thead>
          <tr>
            {weekdays.map((name) => (
              <th key={name} scope="col" abbr={name}>
                {name.slice(0, 2)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(month, campaigns, timezone).map((week) => (
            <tr key={week[0]?.date}>
              {week.map((day) => (
                <DayCell key={day.date} day={day} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </TitledCard>
  );
}

function DayCell({ day: { date, day, inMonth, items } }: { day: Day<ShownCampaign> }) {
  const name = inMonth
    ? "encore-calendar__day"
    : "encore-calendar__day encore-calendar__day--other";
  return (
    <td className={name}>
      <time dateTime={date}>{day}</time>
      {items.length > 0 && (
        <ul>
          {items.map((campaign) => (
            <li key={campaign.id} className={campaign.active ? undefined : "encore-calendar__off"}>
              <Link url={`/app/loyalty/campaigns/${campaign.id}`} removeUnderline>
                {campaign.name}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </td>
  );
}
