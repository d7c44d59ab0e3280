import type { FailedCustomer } from "#app/bulk/bulk-runs.server.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { PersonLink } from "#app/ui/layout/person.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";
import { Table } from "#app/ui/tables/table.tsx";

import { problems } from "../copy.ts";

type Props = { failed: FailedCustomer[]; count: number };

/** For whom it could not be done, and why. */
export function FailedCustomers({ failed, count }: Props) {
  const { number } = useFormats();
  return (
    <TitledCard
      title="Could not be done"
      {...(count > failed.length && {
        about: `The first ${number(failed.length)} of ${number(count)} customers.`,
      })}
    >
      <Table
        caption="Customers for whom it could not be done"
        columns={[{ title: "Customer" }, { title: "Why" }]}
      >
        {failed.map(({ id, name, problem }) => (
          <tr key={id}>
            <td>
              <PersonLink id={id} name={name} />
            </td>
            <td>{problems[problem]}</td>
          </tr>
        ))}
      </Table>
    </TitledCard>
  );
}
