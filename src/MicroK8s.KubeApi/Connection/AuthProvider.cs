using System.Net.Http.Headers;
using MicroK8s.Errors;
using k8s.Authentication;
using k8s.Exceptions;

namespace MicroK8s.KubeApi.Connection;

/// <summary>
/// The built-in <c>auth-provider</c> of older kubeconfigs: OIDC still works, the others were removed in 1.26.
/// </summary>
internal sealed class AuthProvider : ITokenProvider
{
    private readonly KubeConfigEntry _provider;
    private readonly OidcTokenProvider _oidc;

    private AuthProvider(KubeConfigEntry provider, OidcTokenProvider oidc) => (_provider, _oidc) = (provider, oidc);

    public static AuthProvider Create(KubeConfigEntry provider)
    {
        string? name = provider.Text("name");
        if (name != "oidc" || provider.Part("config") is not { } config)
        {
            throw new ClusterException(
                ClusterFault.CredentialPluginFailed,
                $"User '{provider.Name}' in '{provider.File}' uses the auth-provider '{name}', "
                    + "which Kubernetes removed.",
                provider.Name,
                name == "azure" ? "Run: kubelogin convert-kubeconfig" : "Use the cluster's exec credential plugin.");
        }

        string? issuer = config.Text("idp-issuer-url");
        if (issuer?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) == false)
        {
            throw config.Invalid("idp-issuer-url", "must be an https address: the client secret is sent there");
        }

        return new AuthProvider(provider, new OidcTokenProvider(
            config.Text("client-id"), config.Secret("client-secret")?.Reveal(), issuer,
            config.Secret("id-token")?.Reveal(), config.Secret("refresh-token")?.Reveal()));
    }

    public async Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken)
    {
        try
        {
            // The library's refresh takes no token, so a stop leaves it behind.
            return await _oidc.GetAuthenticationHeaderAsync(cancellationToken).WaitAsync(cancellationToken)
                .ConfigureAwait(false);
        }
        catch (KubernetesClientException)
        {
            // Its message may hold what the issuer answered.
            throw new ClusterException(
                ClusterFault.CredentialPluginFailed,
                $"The OIDC token of user '{_provider.Name}' in '{_provider.File}' has expired and cannot be refreshed.",
                _provider.Name, "Sign in again with the tool that wrote the kubeconfig.");
        }
    }
}
