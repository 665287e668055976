using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Resources;
using MicroK8s.Services.Spec;
using MicroK8s.Updates;
using MicroK8s.Workloads;

namespace MicroK8s.Services.Objects;

/// <summary>Turns a checked wish into the objects that fulfil it.</summary>
public static class ServiceManifests
{
    /// <summary>What is added to a name for a Service that only gives the pods of a StatefulSet their names.</summary>
    private const string GoverningSuffix = "-headless";

    /// <summary>
    /// Everything beside the workload, in the order of making; the Service is the first, if there is one.
    /// </summary>
    /// <param name="spec">What is wanted, checked.</param>
    /// <param name="server">What the server can do.</param>
    public static IReadOnlyList<ObjectCreation> Others(ServiceSpec spec, ServerCapabilities server)
    {
        var others = new List<ObjectCreation>();
        string type = spec.ServiceType;
        if (type != ExposureSpec.None && (spec.Ports.Count > 0 || type == ExposureSpec.Headless))
        {
            others.Add(new ObjectCreation(ResourceTypes.Service, Service(spec, spec.Name, type)));
        }

        if (spec.Kind == WorkloadKind.StatefulSet && GoverningName(spec) != spec.Name)
        {
            others.Add(new ObjectCreation(
                ResourceTypes.Service, Service(spec, GoverningName(spec), ExposureSpec.Headless)));
        }

        if (spec.Ingress.Rules.Count > 0)
        {
            others.Add(new ObjectCreation(ResourceTypes.Ingress, IngressManifest.Of(spec)));
        }

        if (spec.Autoscale is { } autoscale)
        {
            JsonObject manifest = AutoscalerManifest.Of(spec, autoscale, server.Autoscaler);
            others.Add(new ObjectCreation(server.Autoscaler, manifest));
        }

        if (spec.DisruptionBudget is { } budget)
        {
            others.Add(new ObjectCreation(
                server.DisruptionBudget, DisruptionBudgetManifest.Of(spec, budget, server.DisruptionBudget)));
        }

        return others;
    }

    /// <summary>The headless Service that gives the pods of a StatefulSet their names.</summary>
    internal static string GoverningName(ServiceSpec spec) =>
        spec.ServiceType is ExposureSpec.Headless or ExposureSpec.None ? spec.Name : spec.Name + GoverningSuffix;

    private static JsonObject Service(ServiceSpec spec, string name, string type)
    {
        bool isHeadless = type == ExposureSpec.Headless;
        ExposureSpec exposure = spec.Exposure;
        JsonObject service = ObjectMetadata.New(ResourceTypes.Service, spec, name);
        IReadOnlyList<PortSpec> ports = exposure.Port is { } node && !isHeadless
            ? [spec.Ports[0] with { NodePort = node }]
            : spec.Ports;
        service["spec"] = new JsonObject()
            .With("type", isHeadless || type == ExposureSpec.ClusterIP ? null : type)
            .With("clusterIP", isHeadless ? "None" : null)

            // Without the track: the Service carries stable and canary pods alike.
            .With("selector", new JsonObject { [ServiceLabels.App] = spec.Name })
            .With("ports", PortManifest.OfService(
                isHeadless ? [.. ports.Select(port => port with { NodePort = null })] : ports))
            .With("sessionAffinity", exposure.SessionAffinity)
            .With("sessionAffinityConfig", exposure.SessionAffinitySeconds is not { } seconds ? null : new JsonObject
            {
                ["clientIP"] = new JsonObject { ["timeoutSeconds"] = seconds },
            })
            .WithFlag("publishNotReadyAddresses", exposure.PublishesNotReady);
        return service;
    }
}
