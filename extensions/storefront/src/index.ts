import { watchCart } from "./cart-points.ts";
import { startLauncher } from "./launcher.ts";
import { onClick, pageOf, readStrings } from "./page.ts";
import { copy, invite, saveProfile, share, showLeaderboard, visit } from "./member.ts";
import { watchProduct } from "./product-points.ts";
import { rewardsOn } from "./rewards.ts";

// What Encore's blocks do when somebody acts. Everything they say at first is in the page already.
//
// These sources are not in the theme's own folder, where Shopify takes assets, blocks, snippets and locales alone:
// `npm run storefront` makes one script of them, extensions/theme/assets/encore.js.

watchProduct();
watchCart();

startLauncher();

// Guests have no strings, and nothing that could be asked.
const strings = readStrings();
if (strings) {
  const page = pageOf(strings);
  const { redeem, giveBack, resume } = rewardsOn(page);
  onClick("redeem", redeem);
  onClick("return", giveBack);
  onClick("copy", (button) => copy(page, button));
  onClick("invite", (button) => invite(page, button));
  onClick("share", (link) => share(page, link));
  saveProfile(page);
  showLeaderboard(page);
  void visit(page);
  resume();
}
