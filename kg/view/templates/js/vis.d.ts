/** The part of vis-network that the page uses; pyvis ships it without types. */
declare const vis: { DataSet: new () => any; Network: new (container: HTMLElement, data: object, options: object) => any };
