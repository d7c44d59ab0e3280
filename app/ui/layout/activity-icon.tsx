import { Icon, type IconSource } from "@shopify/polaris";
import {
  CartIcon,
  CashDollarIcon,
  CheckCircleIcon,
  ClockIcon,
  DeliveryIcon,
  DiscountIcon,
  EditIcon,
  EmailIcon,
  FlagIcon,
  GiftCardIcon,
  ImportIcon,
  MergeIcon,
  OrderIcon,
  PackageIcon,
  PersonAddIcon,
  PersonIcon,
  ReceiptRefundIcon,
  ReturnIcon,
  RewardIcon,
  StarIcon,
  StoreIcon,
  TargetIcon,
  XCircleIcon,
} from "@shopify/polaris-icons";

import type { EventType } from "#app/events/event.ts";

const icons: Record<EventType, IconSource> = {
  "order.placed": CartIcon,
  "order.paid": CashDollarIcon,
  "order.changed": OrderIcon,
  "order.credit_used": GiftCardIcon,
  "order.edited": EditIcon,
  "order.paid_before": CashDollarIcon,
  "order.deleted": XCircleIcon,
  "order.cancelled": XCircleIcon,
  "order.refunded": ReceiptRefundIcon,
  "order.shipped": DeliveryIcon,
  "order.delivered": PackageIcon,
  "return.requested": ReturnIcon,
  "return.approved": ReturnIcon,
  "return.declined": ReturnIcon,
  "return.cancelled": ReturnIcon,
  "return.closed": ReturnIcon,
  "customer.created": PersonAddIcon,
  "customer.imported": ImportIcon,
  "customer.counted": ImportIcon,
  "import.finished": ImportIcon,
  "customer.merged": MergeIcon,
  "customer.unmerged": MergeIcon,
  "consent.changed": EmailIcon,
  "segment.entered": TargetIcon,
  "segment.left": TargetIcon,
  "stage.changed": ClockIcon,
  "orders.counted": OrderIcon,
  "shop.installed": StoreIcon,
  "program.changed": EditIcon,
  "product.deleted": XCircleIcon,
  "points.changed": StarIcon,
  "points.expiring": ClockIcon,
  "tier.changed": RewardIcon,
  "tier.ending": ClockIcon,
  "reward.redeemed": GiftCardIcon,
  "reward.created_in_shopify": GiftCardIcon,
  "reward.available": GiftCardIcon,
  "reward.refused": XCircleIcon,
  "reward.used": DiscountIcon,
  "reward.withdrawn": XCircleIcon,
  "reward.ended": XCircleIcon,
  "referral.made": PersonAddIcon,
  "referral.settled": PersonAddIcon,
  "achievement.unlocked": RewardIcon,
  "challenge.completed": FlagIcon,
  "customer.registered": PersonIcon,
  "customer.verified": PersonIcon,
  "action.done": CheckCircleIcon,
};

/** A picture beside a sentence that says the same: nothing for screen readers. */
export function ActivityIcon({ type }: { type: string }) {
  return (
    <span className="encore-activity__icon" aria-hidden="true">
      <Icon source={icons[type as EventType] ?? ClockIcon} tone="subdued" />
    </span>
  );
}
