import { log } from "#app/ground/log.server.ts";
import { adminGraphql } from "#app/shopify/admin-graphql.server.ts";
import { themeBlockFiles } from "#app/shopify/documents/theme-block-files.ts";

import { BALANCE_BLOCK, holdsBlock, type ThemeFile } from "./theme-block.ts";

/** `unknown` when Shopify could not be asked: the guide then says so, and asks again later. */
export type ThemeBlockStatus = "added" | "missing" | "unknown";

type Reply = {
  currentAppInstallation: { app: { handle: string | null } };
  themes: {
    nodes: {
      files: {
        nodes: { filename: string; body: { content?: string } }[];
        pageInfo: { hasNextPage: boolean; endCursor: string | null };
      };
    }[];
  } | null;
};

/** Whether the published theme of a shop shows the points balance. Reads the theme; never throws for what Shopify answers. */
export async function themeBlockStatus(shopDomain: string): Promise<ThemeBlockStatus> {
  try {
    for await (const { appHandle, files } of pagesOfFiles(shopDomain)) {
      if (holdsBlock(files, appHandle, BALANCE_BLOCK)) return "added";
    }
    return "missing";
  } catch (error) {
    log.warn({ err: error, shop: shopDomain }, "The theme could not be read");
    return "unknown";
  }
}

async function* pagesOfFiles(
  shopDomain: string,
): AsyncGenerator<{ appHandle: string; files: ThemeFile[] }> {
  let after: string | null = null;
  do {
    const reply: Reply = await adminGraphql<Reply>(shopDomain, themeBlockFiles, { after });
    const page = reply.themes?.nodes[0]?.files;
    if (!page) return;

    const files = page.nodes.map(({ filename, body }) => ({
      filename,
      content: body.content ?? "",
    }));
    yield { appHandle: reply.currentAppInstallation.app.handle ?? "", files };
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after);
}
