// Without this script the block is right for the variant that the page was opened with. With it, it follows
// the variant that is chosen: themes announce that with a change of the product form's "id" field.
(() => {
  const show = (block, sentence) => {
    block.querySelector("[data-encore-earn-text]").innerHTML = sentence;
    block.hidden = sentence === "";
  };

  const follow = (variantId) => {
    for (const block of document.querySelectorAll("[data-encore-earn]")) {
      const data = block.querySelector("[data-encore-earn-variants]");
      if (!data) continue;
      const sentences = JSON.parse(data.textContent);
      if (Object.hasOwn(sentences, variantId)) show(block, sentences[variantId]);
    }
  };

  document.addEventListener("change", (event) => {
    const form = event.target.closest?.('form[action*="/cart/add"]');
    const id = form?.elements.namedItem("id");
    if (id?.value) follow(id.value);
  });
})();
