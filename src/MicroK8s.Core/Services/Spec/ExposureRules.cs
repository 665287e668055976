using MicroK8s.Errors;

namespace MicroK8s.Services.Spec;

/// <summary>What fits together on a Service.</summary>
internal static class ExposureRules
{
    public static void Check(ServiceSpec spec)
    {
        ExposureSpec exposure = spec.Exposure;
        string type = spec.ServiceType;
        if (exposure.Type is ExposureSpec.ClusterIP or ExposureSpec.NodePort or ExposureSpec.LoadBalancer
            && spec.Ports.Count == 0)
        {
            throw InvalidInput.Of("ServiceType", exposure.Type, "needs -Port: nothing could be sent to it");
        }

        CheckNodePorts(spec, type);
        CheckAffinity(exposure, type);
        bool hasService = type == ExposureSpec.Headless || (type != ExposureSpec.None && spec.Ports.Count > 0);
        if (hasService) return;
        string why = type == ExposureSpec.None ? "-ServiceType None" : "no -Port";
        if (exposure.SessionAffinity is not null)
        {
            throw InvalidInput.Of(
                "SessionAffinity", exposure.SessionAffinity, $"needs a Service, and with {why} there is none");
        }

        if (exposure.PublishesNotReady)
        {
            throw InvalidInput.Of("PublishNotReadyAddresses", true, $"needs a Service, and with {why} there is none");
        }
    }

    private static void CheckNodePorts(ServiceSpec spec, string type)
    {
        int? node = spec.Exposure.Port ?? spec.Ports.FirstOrDefault(port => port.NodePort is not null)?.NodePort;
        if (node is null) return;
        if (type is not (ExposureSpec.NodePort or ExposureSpec.LoadBalancer))
        {
            throw InvalidInput.Of(
                "NodePort", node, $"cannot be given together with -ServiceType {type}",
                "The types NodePort and LoadBalancer have ports on the nodes.");
        }

        if (spec.Exposure.Port is null) return;
        if (spec.Ports.Count == 0) throw InvalidInput.Of("NodePort", node, "needs -Port, which it is to lead to");
        if (spec.Ports.Count > 1 || spec.Ports[0].NodePort is not null)
        {
            throw InvalidInput.Of(
                "NodePort", node, "is for the only -Port, but there are several, or it has its own",
                "Give each its own: -Port @{ Name = 'http'; Port = 80; NodePort = 30080 }, ...");
        }
    }

    private static void CheckAffinity(ExposureSpec exposure, string type)
    {
        if (exposure.SessionAffinity == "ClientIP" && type == ExposureSpec.Headless)
        {
            throw InvalidInput.Of(
                "SessionAffinity", exposure.SessionAffinity,
                "cannot be given together with -ServiceType Headless: clients choose their pod themselves",
                "Give -ServiceType ClusterIP.");
        }

        if (exposure.SessionAffinitySeconds is { } seconds && exposure.SessionAffinity != "ClientIP")
        {
            throw InvalidInput.Of("SessionAffinityTimeout", seconds, "needs -SessionAffinity ClientIP");
        }
    }
}
