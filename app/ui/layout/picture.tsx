import { Icon, type IconSource } from "@shopify/polaris";

/** The picture at the head of one of a list: what it is, at a glance. Its words say it, too. */
export function Picture({ icon }: { icon: IconSource }) {
  return (
    <span className="encore-picture">
      <Icon source={icon} />
    </span>
  );
}
