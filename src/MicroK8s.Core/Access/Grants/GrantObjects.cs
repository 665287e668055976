using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Updates;

namespace MicroK8s.Access.Grants;

/// <summary>The objects that this module makes for grants, and how they are found again.</summary>
internal static class GrantObjects
{
    /// <summary>Who may be called, as <c>namespace/name</c>. A label could not hold it.</summary>
    public const string To = "microk8s-powershell/access-to";

    /// <summary>
    /// Who may call, as <c>namespace/name</c> or <see cref="Everyone"/>; <see cref="Nobody"/> on a policy that only
    /// closes.
    /// </summary>
    public const string From = "microk8s-powershell/access-from";

    /// <summary>The value of <see cref="From"/> of a policy that lets nobody in.</summary>
    public const string Nobody = "nobody";

    /// <summary>The value of <see cref="From"/> of a policy that does not ask who calls.</summary>
    public const string Everyone = "everyone";

    private const int LongestName = 253;
    private const int HashLength = 8;

    /// <summary>
    /// The address of the policy of one layer for a pair; that for egress is the caller's. The name of a pair has a dot
    /// behind the namespace, which no namespace has, so it is never that of the policy for everyone or nobody.
    /// </summary>
    public static ResourceRef RefOf(AccessLayer layer, GrantParty to, GrantCaller from) => (from.Pods, layer) switch
    {
        (null, _) => new(TypeOf(layer), to.Namespace, Name($"{to.Name}-from-{Everyone}")),
        ({ } pods, AccessLayer.NetworkEgress) =>
            new(TypeOf(layer), pods.Namespace, Name($"{pods.Name}-to-{to.Namespace}.{to.Name}")),
        ({ } pods, _) => new(TypeOf(layer), to.Namespace, Name($"{to.Name}-from-{pods.Namespace}.{pods.Name}")),
    };

    /// <summary>The address of the policy that keeps a service closed to everyone.</summary>
    public static ResourceRef ClosedRef(AccessLayer layer, string namespaceName, string name) =>
        new(TypeOf(layer), namespaceName, Name($"{name}-from-{Nobody}"));

    public static ResourceType TypeOf(AccessLayer layer) =>
        layer == AccessLayer.Mesh ? ResourceTypes.AuthorizationPolicy : ResourceTypes.NetworkPolicy;

    /// <summary>A new object.</summary>
    /// <param name="target">Its address.</param>
    /// <param name="to">Who is called, as <c>namespace/name</c>.</param>
    /// <param name="from">Who calls, as <c>namespace/name</c>, or everyone or nobody.</param>
    /// <param name="spec">What it says.</param>
    public static ObjectCreation Create(ResourceRef target, string to, string from, JsonObject spec) => new(
        target.Type,
        new JsonObject
        {
            ["apiVersion"] = target.Type.ApiVersion,
            ["kind"] = target.Type.Kind,
            ["metadata"] = new JsonObject
            {
                ["name"] = target.Name,
                ["namespace"] = target.Namespace,
                ["labels"] = LabelsOf(spec.ContainsKey("egress") ? from : to),
                ["annotations"] = new JsonObject { [To] = to, [From] = from },
            },
            ["spec"] = spec,
        });

    /// <summary>
    /// Who may call a service by a policy that this module made for it. Null if it is no such policy.
    /// </summary>
    public static string? CallerIn(KubeObject policy, string to) =>
        policy.Labels.GetValueOrDefault(ServiceLabels.ManagedBy) == ServiceLabels.Module
        && policy.Annotations.GetValueOrDefault(To) == to
            ? policy.Annotations.GetValueOrDefault(From)
            : null;

    /// <summary>The policy that is there for an address. Null if there is none.</summary>
    /// <exception cref="ClusterException">AlreadyExists: it is somebody else's.</exception>
    public static KubeObject? Find(AccessSnapshot read, ResourceRef target, string to, string from)
    {
        KubeObject? there = PoliciesOf(read, target.Type)
            .FirstOrDefault(policy => policy.Namespace == target.Namespace && policy.Name == target.Name);
        return there is null || CallerIn(there, to) == from ? there : throw new ClusterException(
            ClusterFault.AlreadyExists, $"{target} is there already, and it is no grant of {from} to {to}.",
            target.Name,
            "Rename or remove that policy first; this command does not change what it did not make.");
    }

    public static IReadOnlyList<KubeObject> PoliciesOf(AccessSnapshot read, ResourceType type) =>
        type == ResourceTypes.AuthorizationPolicy ? read.AuthorizationPolicies : read.NetworkPolicies;

    /// <summary>Whether two policies of a grant are about the same pods and the same callers.</summary>
    public static bool HaveSameEnds(KubeObject one, KubeObject other) =>
        EndsOf(one).Zip(EndsOf(other)).All(pair => JsonNode.DeepEquals(pair.First, pair.Second));

    /// <summary>What there would be after writes.</summary>
    public static AccessSnapshot After(AccessSnapshot read, IEnumerable<ObjectWrite> writes)
    {
        ILookup<ResourceType, ObjectWrite> ofType = writes.ToLookup(write => write.Target.Type);
        return read with
        {
            NetworkPolicies = After(read.NetworkPolicies, ofType[ResourceTypes.NetworkPolicy]),
            AuthorizationPolicies = After(read.AuthorizationPolicies, ofType[ResourceTypes.AuthorizationPolicy]),
        };
    }

    public static JsonObject Labels(IReadOnlyDictionary<string, string> labels) => new()
    {
        ["matchLabels"] = new JsonObject(
            labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value))),
    };

    public static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    private static IEnumerable<JsonNode?> EndsOf(KubeObject policy)
    {
        JsonNode? spec = policy.ToNode()["spec"];
        return
        [
            spec?["selector"], spec?["podSelector"], First("rules", "from"), First("ingress", "from"),
            First("egress", "to"),
        ];

        JsonNode? First(string rules, string field) => spec?[rules] is JsonArray { Count: > 0 } list
            ? list[0]?[field]
            : null;
    }

    private static KubeObject[] After(IReadOnlyList<KubeObject> policies, IEnumerable<ObjectWrite> writes)
    {
        ObjectWrite[] all = [.. writes];
        return
        [
            .. policies.Where(policy => !all.Any(write =>
                write.Target.Namespace == policy.Namespace && write.Target.Name == policy.Name)),
            .. all.Select(write => write switch
            {
                ObjectCreation made => KubeObject.Parse(made.Manifest.ToJsonString()),
                ObjectUpdate update => update.Wanted,
                _ => null,
            }).OfType<KubeObject>(),
        ];
    }

    /// <summary>
    /// The policy goes with the service whose pods it is about, so that no later one of that name gets it.
    /// </summary>
    private static JsonObject LabelsOf(string owner)
    {
        var labels = new JsonObject { [ServiceLabels.ManagedBy] = ServiceLabels.Module };
        string name = owner[(owner.IndexOf('/', StringComparison.Ordinal) + 1)..];
        if (NameRules.ToLabelValue(name) == name) labels[ServiceLabels.App] = name;
        return labels;
    }

    /// <summary>A name that is too long ends in a hash of the whole.</summary>
    private static string Name(string wanted)
    {
        if (wanted.Length <= LongestName) return wanted;
        string hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(wanted)));
        string start = wanted[..(LongestName - HashLength - 1)].TrimEnd('-', '.');
        return $"{start}-{hash[..HashLength].ToLowerInvariant()}";
    }
}
