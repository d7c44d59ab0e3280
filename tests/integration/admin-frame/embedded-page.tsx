import { Modal, NavMenu, SaveBar, TitleBar, useAppBridge } from "@shopify/app-bridge-react";
import { useEffect, useState } from "react";
import { createRoot } from "react-dom/client";

/** A page as an app has them, with Shopify's own React components, to try the App Bridge stand-in with. */
function EmbeddedPage() {
  const shopify = useAppBridge();
  const [path, setPath] = useState(location.pathname);
  const [said, setSaid] = useState("");
  const [dirty, setDirty] = useState(false);
  const [asking, setAsking] = useState(false);

  useEffect(() => {
    const navigate = (event: Event) => {
      const href = (event.target as HTMLElement).getAttribute("href") ?? "";
      history.pushState(null, "", href);
      setPath(href);
    };
    const back = () => setPath(location.pathname);
    addEventListener("shopify:navigate", navigate);
    addEventListener("popstate", back);
    return () => {
      removeEventListener("shopify:navigate", navigate);
      removeEventListener("popstate", back);
    };
  }, []);

  const load = async () => setSaid(await (await fetch("/data")).text());
  const pick = async () => {
    const picked = await shopify.resourcePicker({ type: "product", multiple: true });
    setSaid(`picked ${picked?.map(({ title }) => title).join(", ") ?? "nothing"}`);
  };

  return (
    <main>
      <NavMenu>
        <a href="/app" rel="home">
          Home
        </a>
        <a href="/app/customers">Customers</a>
        <a href="/app/loyalty">Loyalty</a>
      </NavMenu>
      <TitleBar title={path === "/app" ? "Overview" : `At ${path}`}>
        <button variant="primary" onClick={() => shopify.toast.show("Exported")}>
          Export
        </button>
      </TitleBar>
      <SaveBar id="save" open={dirty}>
        <button variant="primary" onClick={() => (setDirty(false), setSaid("saved"))}>
          Save
        </button>
        <button onClick={() => setDirty(false)}>Discard</button>
      </SaveBar>
      <Modal open={asking} onHide={() => setAsking(false)}>
        <p>Points cannot be taken back.</p>
        <TitleBar title="Give points">
          <button variant="primary" onClick={() => (setAsking(false), setSaid("given"))}>
            Give
          </button>
        </TitleBar>
      </Modal>
      <h1>{path}</h1>
      <p role="status">{said}</p>
      <button onClick={() => void load()}>Load</button>
      <button onClick={() => void pick()}>Pick</button>
      <button onClick={() => setDirty(true)}>Change</button>
      <button onClick={() => setAsking(true)}>Ask</button>
      <a href="shopify://admin/themes/current/editor">Theme</a>
    </main>
  );
}

const root = document.getElementById("root");
if (root) createRoot(root).render(<EmbeddedPage />);
