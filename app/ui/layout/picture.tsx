import { Icon, type IconSource } from "@shopify/polaris";

type Props = { icon: IconSource } | { emoji: string };

/** The picture at the head of one of a list: what it is, at a glance. Its words say it, too. */
export function Picture(picture: Props) {
  return (
    <span className="encore-picture" aria-hidden="true">
      {"emoji" in picture ? picture.emoji : <Icon source={picture.icon} />}
    </span>
  );
}
