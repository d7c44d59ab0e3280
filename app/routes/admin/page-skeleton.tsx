import {
  BlockStack,
  Card,
  InlineGrid,
  Layout,
  SkeletonBodyText,
  SkeletonDisplayText,
  SkeletonPage,
} from "@shopify/polaris";
import type { ReactElement } from "react";

/** The outline of the page that is on its way, so that nothing jumps when it arrives. */
export function PageSkeleton({ pathname }: { pathname: string }) {
  const outline = outlines.find(({ path }) => path.test(pathname));
  return (
    <div aria-busy="true">
      <p className="encore-visually-hidden" role="status">
        Loading
      </p>
      {outline?.page}
    </div>
  );
}

const outlines: { path: RegExp; page: ReactElement }[] = [
  { path: /^\/app\/customers\/[^/]+$/, page: <CustomerSkeleton /> },
  { path: /^\/app\/customers$/, page: <ListSkeleton title="Customers" lines={12} /> },
  { path: /^\/app\/segments$/, page: <ListSkeleton title="Segments" lines={14} /> },
  { path: /^\/app\/loyalty$/, page: <CardsSkeleton title="Loyalty" cards={[6, 4, 6]} /> },
  { path: /^\/app\/loyalty\//, page: <CardsSkeleton title="Loyalty" cards={[3, 8]} /> },
  { path: /^\/app\/customers\/[^/]+\/balance$/, page: <CardsSkeleton title="" cards={[4, 6]} /> },
  { path: /^\/app\/settings\/deliveries$/, page: <ListSkeleton title="Deliveries" lines={12} /> },
  {
    path: /^\/app\/settings\/privacy$/,
    page: <CardsSkeleton title="Data and privacy" cards={[4, 6]} />,
  },
  { path: /^\/app\/settings$/, page: <CardsSkeleton title="Settings" cards={[2, 2, 2]} /> },
  { path: /^\/app/, page: <HomeSkeleton /> },
];

function HomeSkeleton() {
  return (
    <SkeletonPage title="Home">
      <BlockStack gap="400">
        <Card>
          <SkeletonBodyText lines={4} />
        </Card>
        <InlineGrid columns={{ xs: 2, md: 4 }} gap="400">
          {[1, 2, 3, 4].map((figure) => (
            <Card key={figure}>
              <BlockStack gap="200">
                <SkeletonBodyText lines={1} />
                <SkeletonDisplayText size="small" />
              </BlockStack>
            </Card>
          ))}
        </InlineGrid>
        <Card>
          <SkeletonBodyText lines={8} />
        </Card>
      </BlockStack>
    </SkeletonPage>
  );
}

function ListSkeleton({ title, lines }: { title: string; lines: number }) {
  return (
    <SkeletonPage title={title} fullWidth>
      <Card>
        <SkeletonBodyText lines={lines} />
      </Card>
    </SkeletonPage>
  );
}

function CardsSkeleton({ title, cards }: { title: string; cards: number[] }) {
  return (
    <SkeletonPage title={title}>
      <BlockStack gap="400">
        {cards.map((lines, index) => (
          <Card key={index}>
            <SkeletonBodyText lines={lines} />
          </Card>
        ))}
      </BlockStack>
    </SkeletonPage>
  );
}

function CustomerSkeleton() {
  return (
    <SkeletonPage backAction>
      <Layout>
        <Layout.Section>
          <Card>
            <SkeletonBodyText lines={10} />
          </Card>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <Card>
            <SkeletonBodyText lines={6} />
          </Card>
        </Layout.Section>
      </Layout>
    </SkeletonPage>
  );
}
