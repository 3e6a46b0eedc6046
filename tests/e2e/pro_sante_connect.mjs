/**
 * Pro Santé Connect as far as a browser and this server see it: a real OpenID Connect provider (oidc-provider)
 * with the national claims and levels, PKCE required, keys published, end of session. What it holds comes in
 * the environment (PROVIDER, JSON): port, client, people.
 */
import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const { port, client, people } = JSON.parse(process.env.PROVIDER);
const issuer = `http://127.0.0.1:${port}`;
const subject = (national) => `f:550dc1c8-0000-4000-8000-000000000000:${national}`;
const NATIONAL = ["SubjectNameID", "preferred_username", "given_name", "family_name", "SubjectRefPro"];

const key = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" });
const provider = new Provider(issuer, {
  clients: [client],
  jwks: { keys: [{ ...key, kid: "essai-1", use: "sig", alg: "RS256" }] },
  cookies: { keys: ["un secret d'essai"] },
  scopes: ["openid", "scope_all"],
  claims: { openid: ["sub"], scope_all: NATIONAL, acr: null },
  acrValues: ["eidas1"],
  pkce: { required: () => true },
  ttl: { AccessToken: 120, IdToken: 120, Interaction: 600, Session: 3600, Grant: 3600 },
  features: {
    devInteractions: { enabled: false },
    rpInitiatedLogout: {
      logoutSource: (ctx, form) => {
        ctx.body = page(
          "Fin de session",
          `${form}<button form="op.logoutForm" name="logout" value="yes">Terminer</button>`,
        );
      },
    },
  },
  interactions: { url: (_ctx, { uid }) => `/carte/${uid}` },
  findAccount: (_ctx, id) => ({
    accountId: id,
    claims: () => {
      const { national, ...said } = people.find((one) => subject(one.national) === id);
      return { sub: id, SubjectNameID: national, preferred_username: national, ...said };
    },
  }),
  loadExistingGrant: async (ctx) => {
    const { client, session, params } = ctx.oidc;
    const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
    grant.addOIDCScope(params.scope);
    await grant.save();
    return grant;
  },
});

function page(title, body) {
  return `<!doctype html><html lang="fr"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1>${body}</html>`;
}

/** Whose card it is: a button each; and one who goes away. */
async function whoseCard(request, response) {
  const { uid, params } = await provider.interactionDetails(request, response);
  const chosen = new URL(request.url, issuer).searchParams.get("qui");
  if (chosen === "personne") {
    const result = { error: "access_denied" };
    return provider.interactionFinished(request, response, result);
  }
  if (chosen !== null) {
    const login = { accountId: subject(chosen), acr: params.acr_values };
    return provider.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false });
  }
  const link = (who, words) => `<p><a href="/carte/${uid}?qui=${who}">${words}</a></p>`;
  const cards = people.map((one) => link(one.national, `${one.given_name} ${one.family_name}`));
  response.setHeader("content-type", "text/html");
  response.end(page("Votre carte", `${cards.join("")}${link("personne", "Annuler")}`));
}

const answer = provider.callback();
createServer((request, response) => {
  if (!request.url.startsWith("/carte/")) return answer(request, response);
  whoseCard(request, response).catch((error) => {
    response.statusCode = 500;
    response.end(String(error));
  });
}).listen(port, "127.0.0.1");
