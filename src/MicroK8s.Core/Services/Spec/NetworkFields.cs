using MicroK8s.Conventions;

namespace MicroK8s.Services.Spec;

/// <summary>How a service is reached.</summary>
internal static class NetworkFields
{
    private const int HighestPort = 65535;

    /// <summary>kubernetes, pkg/apis/core, <c>MaxClientIPServiceAffinitySeconds</c>: a day.</summary>
    private const int LongestAffinity = 86400;

    public static IReadOnlyList<ServiceField> All { get; } =
    [
        new("Port", PortInput.Schema, "Ports, each as [name:]port[:target][/protocol].",
            (spec, value) => spec with { Ports = PortSpec.ParseAll(InputList.Separated(value)) }),
        Exposure("ServiceType", FieldSchema.Choice(ExposureSpec.Types),
            "How the Service is reached; None for no Service.",
            (exposure, value) => exposure with { Type = Choice("ServiceType", value, ExposureSpec.Types) }),
        Exposure("NodePort", FieldSchema.Number(1, HighestPort), "The port of the nodes that leads to the only port.",
            (exposure, value) => exposure with
            {
                Port = InputText.WholeNumber("NodePort", "", value, 1, HighestPort),
            }),
        Exposure("SessionAffinity", FieldSchema.Choice(ExposureSpec.Affinities), "ClientIP keeps a client at its pod.",
            (exposure, value) => exposure with
            {
                SessionAffinity = Choice("SessionAffinity", value, ExposureSpec.Affinities),
            }),
        Exposure(
            "SessionAffinityTimeout", FieldSchema.Number(1, LongestAffinity),
            "Seconds without a connection after which a client may come to another pod.",
            (exposure, value) => exposure with
            {
                SessionAffinitySeconds = InputText.WholeNumber("SessionAffinityTimeout", "", value, 1, LongestAffinity),
            }),
        Exposure("PublishNotReadyAddresses", FieldSchema.Flag, "Whether pods that are not ready get connections too.",
            (exposure, value) => exposure with
            {
                PublishesNotReady = InputText.Flag("PublishNotReadyAddresses", "", value),
            }),
        new("Ingress", FieldSchema.ListOf(IngressRule.Schema),
            "Hosts and paths that lead to it from outside: host[/path].",
            (spec, value) => spec with
            {
                Ingress = spec.Ingress with
                {
                    Rules = [.. InputList.Separated(value).Select(item => IngressRule.Parse(item, "Ingress"))],
                },
            }),
        new("IngressClass", FieldSchema.Text, "The IngressClass; the cluster's default without one.",
            (spec, value) => spec with
            {
                Ingress = spec.Ingress with { Class = Named("IngressClass", value, "an IngressClass") },
            }),
        new("TlsSecret", FieldSchema.Text, "The Secret with the certificate of the Ingress.",
            (spec, value) => spec with
            {
                Ingress = spec.Ingress with { TlsSecret = Named("TlsSecret", value, "a Secret") },
            }),
    ];

    private static ServiceField Exposure(
        string name, FieldSchema schema, string description, Func<ExposureSpec, object, ExposureSpec> apply) =>
        new(name, schema, description, (spec, value) => spec with { Exposure = apply(spec.Exposure, value) });

    private static string Choice(string parameter, object value, IReadOnlyList<string> words)
    {
        string text = InputText.Of(parameter, "", value);
        return InputText.Choice(parameter, text, text, words);
    }

    private static string Named(string parameter, object value, string what) =>
        NameRules.CheckObjectName(InputText.Of(parameter, "", value), parameter, what);
}
