import { ActionButton } from "./action-button.tsx";

type Props = { name: string; active: boolean; action: string };

/** Switches something on, or off. */
export function ActivationSwitch({ name, active, action }: Props) {
  const words = active ? "Switch off" : "Switch on";
  return (
    <ActionButton
      method={active ? "delete" : "post"}
      action={action}
      accessibilityLabel={`${words}: ${name}`}
    >
      {words}
    </ActionButton>
  );
}
