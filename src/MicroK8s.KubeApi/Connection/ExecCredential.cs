using System.Net.Security;
using System.Text.Json;
using MicroK8s.Resources;

namespace MicroK8s.KubeApi.Connection;

/// <summary>What a credential plugin answered.</summary>
/// <param name="Token">The bearer token. Null if it gave none.</param>
/// <param name="Certificate">The client certificate. Null if it gave none.</param>
/// <param name="Expires">When it must be asked again. Null if it did not say.</param>
internal sealed record ExecCredential(
    Secret? Token, SslStreamCertificateContext? Certificate, DateTimeOffset? Expires)
{
    /// <summary>Reads an <c>ExecCredential</c> (client.authentication.k8s.io).</summary>
    /// <param name="output">What the plugin wrote.</param>
    /// <param name="apiVersion">The version that the kubeconfig names; client-go refuses an answer in another.</param>
    /// <param name="user">Whose plugin it is.</param>
    /// <returns>Null if the text is no usable credential.</returns>
    public static ExecCredential? Parse(string output, string apiVersion, KubeConfigEntry user)
    {
        JsonElement root;
        try
        {
            root = KubeObject.Parse(output).Json;
        }
        catch (JsonException)
        {
            return null;
        }

        string? token = root.Text("status", "token");
        string? certificate = root.Text("status", "clientCertificateData");
        Secret? key = Secret.Of(root.Text("status", "clientKeyData"));
        bool isUsable = root.Text("apiVersion") == apiVersion && (token is null || HeaderText.IsToken(token))
            && (token ?? certificate) is not null && certificate is null == key is null;
        return isUsable
            ? new ExecCredential(
                Secret.Of(token), certificate is null ? null : ClientCertificate.Read(user, certificate, key!),
                root.Time("status", "expirationTimestamp"))
            : null;
    }
}
