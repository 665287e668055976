using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Evidence;
using MicroK8s.KubeApi.Connection;
using MicroK8s.KubeApi.Requests;
using MicroK8s.KubeApi.Statistics;
using MicroK8s.KubeApi.Services;
using MicroK8s.KubeApi.Yaml;
using MicroK8s.Yaml;
using k8s;

namespace MicroK8s.KubeApi;

/// <summary>The adapter's only public type: opens sessions with the official client.</summary>
public sealed class KubeBackend : IBackend
{
    /// <summary>Name of the context that a pod's service account makes.</summary>
    private const string InClusterName = "in-cluster";

    public IYaml Yaml { get; } = new YamlText();

    public IDistributions Distributions { get; } = new MathNetDistributions();

    public IReadOnlyList<ClusterContext> ReadContexts(ConnectionOptions options)
    {
        IReadOnlyList<string> files = KubeConfigLocator.Locate(options.KubeConfig);
        if (files.Count == 0) return [DescribeInCluster(InCluster())];

        KubeConfig config = KubeConfig.Read(files);
        return [.. config.Contexts.Select(context => Describe(config, context))];
    }

    public async Task<IClusterSession> OpenAsync(ConnectionOptions options, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> files = KubeConfigLocator.Locate(options.KubeConfig);
        if (files.Count == 0)
        {
            if (options.Context is not (null or InClusterName))
            {
                throw new ClusterException(
                    ClusterFault.ContextNotFound,
                    $"There is no kubeconfig, so there is no context '{options.Context}'.", options.Context,
                    "Give -KubeConfig a path, or leave -Context out to use the pod's service account.");
            }

            KubernetesClientConfiguration inCluster = InCluster();
            return Open(
                new ApiTransport(ConnectionSettings.OfPod(inCluster)), DescribeInCluster(inCluster), renew: null);
        }

        KubeConfig config = KubeConfig.Read(files);
        KubeConfigEntry entry = Choose(config, options.Context);
        ClusterContext context = Describe(config, entry);
        ApiTransport transport = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        bool isRenewable = UserCredentials.IsRenewable(config.FindUser(entry.Text("user")));
        return Open(transport, context, isRenewable ? ConnectAsync : null);

        async Task<ApiTransport> ConnectAsync(CancellationToken token) => new(
            await ConnectionSettings.ReadAsync(config, entry, token).ConfigureAwait(false));
    }

    public IHttpService OpenService(Uri address, string? bearerToken) => ServiceAtAddress.Open(address, bearerToken);

    private static ClusterSession Open(
        ApiTransport transport, ClusterContext context, Func<CancellationToken, Task<ApiTransport>>? renew) =>
        new(new KubeRequests(new RenewableClient(transport, renew), context), context);

    private static KubeConfigEntry Choose(KubeConfig config, string? wanted)
    {
        string known = string.Join(", ", config.Contexts.Select(context => context.Name).Order(StringComparer.Ordinal));
        if (wanted is null && config.CurrentContext is null)
        {
            throw new ClusterException(
                ClusterFault.ContextNotFound, $"The kubeconfig '{config.Source}' has no current context.",
                config.Source, $"Give -Context one of: {known}.");
        }

        string name = wanted ?? config.CurrentContext!;
        return config.FindContext(name) ?? throw new ClusterException(
            ClusterFault.ContextNotFound, $"The kubeconfig '{config.Source}' has no context '{name}'.", name,
            $"Give -Context one of: {known}.");
    }

    private static ClusterContext Describe(KubeConfig config, KubeConfigEntry context)
    {
        KubeConfigEntry? cluster = config.FindCluster(context.Text("cluster"));
        string server = cluster?.Text("server") ?? "";
        KubeConfigEntry? user = config.FindUser(context.Text("user"));
        bool isPlain = server.StartsWith("http:", StringComparison.OrdinalIgnoreCase);
        return new ClusterContext(
            context.Name, ShownAddress.Of(server), context.Text("namespace") ?? "default",
            context.Text("user") ?? "", context.Name == config.CurrentContext,
            cluster?.Flag("insecure-skip-tls-verify") ?? false)
        {
            WithholdsCredentials = isPlain && UserCredentials.AreGiven(user),
            ActsAs = user?.Text("as"),
        };
    }

    private static ClusterContext DescribeInCluster(KubernetesClientConfiguration configuration) => new(
        InClusterName, configuration.Host, configuration.Namespace?.Trim() ?? "default", "service account",
        IsCurrent: true, SkipsTlsVerification: false);

    private static KubernetesClientConfiguration InCluster()
    {
        if (!KubernetesClientConfiguration.IsInCluster())
        {
            throw new ClusterException(
                ClusterFault.KubeConfigNotFound,
                "No kubeconfig was found: -KubeConfig and KUBECONFIG are not set, ~/.kube/config does not exist, "
                + "and this is not a pod.",
                advice: "Give -KubeConfig a path, or set $env:KUBECONFIG.");
        }

        return KubernetesClientConfiguration.InClusterConfig();
    }
}
