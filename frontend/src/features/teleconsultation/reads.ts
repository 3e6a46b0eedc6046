import {
  getTeleconsultationSiteOptions,
  listTeleconsultationSitesOptions,
} from "../../api/@tanstack/react-query.gen";

/** What the pages of sites read before they show themselves. */

export const sitesOptions = listTeleconsultationSitesOptions();

export const siteOptions = (id: string) =>
  getTeleconsultationSiteOptions({ path: { site_id: id } });
