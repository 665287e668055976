using k8s.Authentication;
using MicroK8s.Errors;

namespace MicroK8s.KubeApi.Connection;

/// <summary>
/// The built-in <c>auth-provider</c> of older kubeconfigs: OIDC still works, the others were removed in 1.26.
/// </summary>
internal static class AuthProvider
{
    public static ITokenProvider Create(KubeConfigEntry provider)
    {
        string? name = provider.Text("name");
        if (name != "oidc" || provider.Mapping("config") is not { } mapping)
        {
            throw new ClusterException(
                ClusterFault.CredentialPluginFailed,
                $"User '{provider.Name}' in '{provider.File}' uses the auth-provider '{name}', "
                    + "which Kubernetes removed.",
                provider.Name,
                name == "azure" ? "Run: kubelogin convert-kubeconfig" : "Use the cluster's exec credential plugin.");
        }

        var config = new KubeConfigEntry(provider.Name, mapping, provider.File);
        return new OidcTokenProvider(
            config.Text("client-id"), config.Text("client-secret"), config.Text("idp-issuer-url"),
            config.Text("id-token"), config.Text("refresh-token"));
    }
}
