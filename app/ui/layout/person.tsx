import { Link } from "@shopify/polaris";

type Known = { name: string | null; email?: string | null };

/** What to call someone of whom perhaps little is known. */
export function personName({ name, email }: Known): string {
  return name?.trim() || email || "Guest without email";
}

/** A person's name that leads to their page. */
export function PersonLink({ id, name, email }: Known & { id: string }) {
  return (
    <Link url={`/app/customers/${id}`} removeUnderline>
      <PersonName name={name} email={email ?? null} />
    </Link>
  );
}

/** A name in whatever direction it is written, kept from turning around the words beside it. */
function PersonName({ name, email }: Known) {
  return (
    <bdi className="encore-name" title={personName({ name, email: email ?? null })}>
      {personName({ name, email: email ?? null })}
    </bdi>
  );
}
