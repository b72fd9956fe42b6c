"use strict";
// Nothing but this server is asked: no prefix.cc, no completion services.
const place = document.getElementById("yasgui");
completion.register(Yasgui.Yasqe);
results.register(Yasgui.Yasr);
const yasgui = new Yasgui(place, {
  requestConfig: { endpoint: place.dataset.endpoint },
  copyEndpointOnNewTab: true,
  persistenceId: null,
});
const FIRST = "SELECT ?event ?label WHERE {\n  ?event a kg:Event ; rdfs:label ?label .\n} ORDER BY ?label LIMIT 20";

function declare(sparql) {
  const used = Object.entries(completion.prefixes).filter(([name]) => new RegExp(`\\b${name}:`).test(sparql));
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
