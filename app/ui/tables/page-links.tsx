import { Box, InlineStack, Link } from "@shopify/polaris";

type PageLink = { name: string; url: string };

/** The ways from a part of a long table to its other parts. Nothing where there are none. */
export function PageLinks({ links }: { links: (PageLink | "" | null | false | undefined)[] }) {
  const shown = links.filter((link) => typeof link === "object" && link !== null);
  if (shown.length === 0) return null;
  return (
    <Box padding="400">
      <InlineStack align="center" gap="400">
        {shown.map(({ name, url }) => (
          <Link key={name} url={url}>
            {name}
          </Link>
        ))}
      </InlineStack>
    </Box>
  );
}
