using System.Security.Cryptography;
using k8s;
using k8s.Exceptions;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.KubeApi.Connection;
using MicroK8s.KubeApi.Requests;
using MicroK8s.KubeApi.Yaml;
using MicroK8s.Yaml;

namespace MicroK8s.KubeApi;

/// <summary>The adapter's only public type: opens sessions with the official client.</summary>
public sealed class KubeBackend : IBackend
{
    /// <summary>Name of the context that a pod's service account makes.</summary>
    private const string InClusterName = "in-cluster";

    public IYaml Yaml { get; } = new YamlText();

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
            ClusterContext pod = DescribeInCluster(inCluster);
            return Open(MakeClient(inCluster, pod), pod, renew: null);
        }

        KubeConfig config = KubeConfig.Read(files);
        KubeConfigEntry entry = Choose(config, options.Context);
        ClusterContext context = Describe(config, entry);
        KubeClient client = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        return Open(client, context, ClientConfiguration.IsRenewable(config, entry) ? ConnectAsync : null);

        async Task<KubeClient> ConnectAsync(CancellationToken token) => MakeClient(
            await ClientConfiguration.FromContextAsync(config, entry, token).ConfigureAwait(false), context);
    }

    private static ClusterSession Open(
        KubeClient client, ClusterContext context, Func<CancellationToken, Task<KubeClient>>? renew) =>
        new(new KubeRequests(new RenewableClient(client, renew), context), context);

    private static KubeClient MakeClient(KubernetesClientConfiguration configuration, ClusterContext context)
    {
        configuration.UserAgent = "microk8s-powershell";
        try
        {
            return new KubeClient(configuration);
        }
        catch (Exception exception) when (exception is CryptographicException or KubeConfigException or IOException
            or FormatException or ArgumentException)
        {
            throw new ClusterException(
                ClusterFault.InvalidKubeConfig,
                $"Context '{context.Name}' of the kubeconfig is not usable: {exception.Message.TrimEnd('.')}.",
                context.Name, "Check the client key, its certificate and proxy-url.", exception);
        }
    }

    private static KubeConfigEntry Choose(KubeConfig config, string? wanted)
    {
        string known = string.Join(", ", config.Contexts.Select(context => context.Name).Order(StringComparer.Ordinal));
        if (wanted is null && config.CurrentContext is null)
        {
            throw new ClusterException(
                ClusterFault.ContextNotFound, $"The kubeconfig '{config.Source}' names no current context.",
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
        return new ClusterContext(
            context.Name, cluster?.Text("server") ?? "", context.Text("namespace") ?? "default",
            context.Text("user") ?? "", context.Name == config.CurrentContext,
            cluster?.Flag("insecure-skip-tls-verify") ?? false);
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

        KubernetesClientConfiguration configuration = KubernetesClientConfiguration.InClusterConfig();
        configuration.FirstMessageHandlerSetup = handler => HandlerSetup.Apply(handler, proxy: null);
        return configuration;
    }
}
