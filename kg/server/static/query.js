"use strict";
// Nothing but this server is asked: no prefix.cc, no completion services.
const place = document.getElementById("yasgui");
Yasgui.Yasqe.defaults.autocompleters = ["variables"];
const yasgui = new Yasgui(place, {
  requestConfig: { endpoint: place.dataset.endpoint },
  copyEndpointOnNewTab: true,
  persistenceId: null,
});
const prefixes = Object.entries(JSON.parse(place.dataset.prefixes));
const FIRST = "SELECT ?event ?label WHERE {\n  ?event a kg:Event ; rdfs:label ?label .\n} ORDER BY ?label LIMIT 20";

function declare(sparql) {
  const used = prefixes.filter(([name]) => new RegExp(`\\b${name}:`).test(sparql));
  return used.map(([name, iri]) => `PREFIX ${name}: <${iri}>\n`).join("") + sparql;
}

yasgui.getTab().getYasqe().setValue(declare(FIRST));
for (const button of document.querySelectorAll("#named button")) {
  button.addEventListener("click", () => {
    const tab = yasgui.getTab();
    tab.getYasqe().setValue(declare(button.dataset.sparql));
    tab.getYasqe().query();
  });
}
