using System.Text.Json.Nodes;
using MicroK8s.Services.Spec;

namespace MicroK8s.Services.Objects;

/// <summary>A probe as the API has it (<c>v1.Probe</c>).</summary>
internal static class ProbeManifest
{
    public static JsonObject? Of(ProbeSpec? spec)
    {
        if (spec is null) return null;
        var (handler, ask) = Ask(spec);
        return new JsonObject { [handler] = ask }
            .With("initialDelaySeconds", spec.InitialDelaySeconds)
            .With("periodSeconds", spec.PeriodSeconds)
            .With("timeoutSeconds", spec.TimeoutSeconds)
            .With("successThreshold", spec.SuccessThreshold)
            .With("failureThreshold", spec.FailureThreshold)
            .With("terminationGracePeriodSeconds", spec.TerminationGraceSeconds);
    }

    private static (string Handler, JsonObject Ask) Ask(ProbeSpec spec) => spec.Kind switch
    {
        ProbeKind.Tcp => ("tcpSocket", new JsonObject { ["port"] = ManifestJson.NumberOrText(spec.Port) }),
        ProbeKind.Command => ("exec", new JsonObject { ["command"] = ManifestJson.Texts(spec.Command) }),
        ProbeKind.Grpc => ("grpc", new JsonObject { ["port"] = ManifestJson.NumberOrText(spec.Port) }
            .With("service", spec.Service)),
        _ => ("httpGet", HttpGet(spec)),
    };

    private static JsonObject HttpGet(ProbeSpec spec) => new JsonObject
    {
        ["path"] = spec.Path,
        ["port"] = ManifestJson.NumberOrText(spec.Port),
        ["scheme"] = spec.Scheme,
    }
        .With("host", spec.Host)
        .With("httpHeaders", ManifestJson.List(spec.Headers.Select(
            pair => new JsonObject { ["name"] = pair.Key, ["value"] = pair.Value })));
}
