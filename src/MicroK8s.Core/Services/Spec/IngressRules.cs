using System.Globalization;
using MicroK8s.Conventions;
using MicroK8s.Errors;

namespace MicroK8s.Services.Spec;

/// <summary>What fits together on an Ingress.</summary>
internal static class IngressRules
{
    public static void Check(ServiceSpec spec)
    {
        IngressSpec ingress = spec.Ingress;
        if (ingress.Rules.Count == 0)
        {
            if (ingress.Class is not null) throw InvalidInput.Of("IngressClass", ingress.Class, "needs -Ingress");
            if (ingress.TlsSecret is not null) throw InvalidInput.Of("TlsSecret", ingress.TlsSecret, "needs -Ingress");
            return;
        }

        if (spec.Ports.Count == 0)
        {
            throw InvalidInput.Of(
                "Ingress", ingress.Rules[0], "needs -Port: an Ingress leads to a port of the Service");
        }

        if (spec.Exposure.Type == ExposureSpec.None)
        {
            throw InvalidInput.Of(
                "Ingress", ingress.Rules[0],
                "cannot be given together with -ServiceType None: it leads to the Service");
        }

        IGrouping<object, IngressRule>? twice = ingress.Rules
            .GroupBy(rule => (object)(rule.Host, rule.Path, rule.PathType)).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null) throw InvalidInput.Of("Ingress", twice.First(), "is given twice");

        foreach (IngressRule rule in ingress.Rules) CheckPort(spec, rule);
    }

    private static void CheckPort(ServiceSpec spec, IngressRule rule)
    {
        PortSpec port = rule.Port is null ? spec.Ports[0] : spec.Ports.FirstOrDefault(
            port => port.Name == rule.Port || port.Port.ToString(CultureInfo.InvariantCulture) == rule.Port)
            ?? throw InvalidInput.Of(
                "Ingress", rule.Port, "is neither name nor number of a -Port",
                Suggestions.For(rule.Port, spec.Ports.Select(port => port.Name)));
        if (port.Protocol != "TCP")
        {
            throw InvalidInput.Of("Ingress", rule, $"leads to port {port.Name}, which is {port.Protocol} and not TCP");
        }
    }
}
