using System.Text.Json;
using MicroK8s.Resources;

namespace MicroK8s.KubeApi.Connection;

/// <summary>What a credential plugin answered. Its values are secrets.</summary>
internal sealed record ExecCredential(
    string? Token, string? ClientCertificate, string? ClientKey, DateTimeOffset? Expires)
{
    /// <summary>Reads an <c>ExecCredential</c> (client.authentication.k8s.io).</summary>
    /// <returns>Null if the text is no usable credential.</returns>
    public static ExecCredential? Parse(string output)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(output);
            JsonElement root = document.RootElement;
            var credential = new ExecCredential(
                root.Text("status", "token"), root.Text("status", "clientCertificateData"),
                root.Text("status", "clientKeyData"), root.Time("status", "expirationTimestamp"));
            return credential.Token is null && credential.ClientCertificate is null ? null : credential;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
