using System.Text.Json;
using MicroK8s.Resources;

namespace MicroK8s.Access;

/// <summary>Rules of AuthorizationPolicies in words.</summary>
internal static class MeshRuleText
{
    public const string AnyRequest = "any request";

    /// <summary>The sources of a rule: who is known by name, and what they are known by.</summary>
    public static string Sources(JsonElement rule, KubeObject policy, AccessSnapshot read)
    {
        string[] sources =
            [.. rule.Items("from").Select(item => Source(item.At("source") ?? default, policy, read))];
        return sources.Length == 0 ? NetworkRuleText.Anyone : string.Join(" or ", sources);
    }

    /// <summary>The operations and conditions of a rule.</summary>
    public static string Operations(JsonElement rule)
    {
        string[] operations = [.. rule.Items("to").Select(item => Operation(item.At("operation") ?? default))];
        string what = operations.Length == 0 ? AnyRequest : string.Join(" or ", operations);
        string when = string.Join(" and ", rule.Items("when").Select(Condition));
        return when.Length == 0 ? what : $"{what} when {when}";
    }

    private static string Source(JsonElement source, KubeObject policy, AccessSnapshot read)
    {
        string[] parts =
        [
            .. Listed(source, "principals", "", value => Principal(value, policy, read)),
            .. Listed(source, "serviceAccounts", "", value => Account(
                value.Contains('/', StringComparison.Ordinal) ? value : $"{policy.Namespace}/{value}", policy, read)),
            .. Listed(source, "namespaces", "namespace ", Same),
            .. Listed(source, "requestPrincipals", "the token of ", Same),
            .. Listed(source, "ipBlocks", "addresses in ", Same),
            .. Listed(source, "remoteIpBlocks", "clients in ", Same),
        ];
        string[] others =
        [
            .. Listed(source, "notPrincipals", "", value => Principal(value, policy, read)),
            .. Listed(source, "notServiceAccounts", "service account ", Same),
            .. Listed(source, "notNamespaces", "namespace ", Same),
            .. Listed(source, "notRequestPrincipals", "the token of ", Same),
            .. Listed(source, "notIpBlocks", "addresses in ", Same),
            .. Listed(source, "notRemoteIpBlocks", "clients in ", Same),
        ];
        string who = parts.Length == 0 ? NetworkRuleText.Anyone : string.Join(" with ", parts);
        return others.Length == 0 ? who : $"{who} except {string.Join(" and ", others)}";
    }

    private static string Principal(string pattern, KubeObject policy, AccessSnapshot read) => pattern.Split('/') switch
    {
        ["*"] => "anyone with an identity in the mesh",
        [_, "ns", var space, "sa", var account] when !pattern.Contains('*', StringComparison.Ordinal) =>
            Account($"{space}/{account}", policy, read),
        _ => $"identities {pattern}",
    };

    private static string Account(string account, KubeObject policy, AccessSnapshot read) => NetworkRuleText.Named(
        [.. read.Parties.Where(party => party.Kind != "Pod" && $"{party.Namespace}/{party.ServiceAccount}" == account)],
        $"service account {account}", policy.Namespace);

    private static string Operation(JsonElement operation)
    {
        string[] parts =
        [
            .. Listed(operation, "methods", "", Same), .. Listed(operation, "paths", "", Same),
            .. Listed(operation, "hosts", "at host ", Same), .. Listed(operation, "ports", "on port ", Same),
        ];
        string[] others =
        [
            .. Listed(operation, "notMethods", "", Same), .. Listed(operation, "notPaths", "", Same),
            .. Listed(operation, "notHosts", "host ", Same), .. Listed(operation, "notPorts", "port ", Same),
        ];
        string what = parts.Length == 0 ? AnyRequest : string.Join(' ', parts);
        return others.Length == 0 ? what : $"{what} except {string.Join(" and ", others)}";
    }

    private static string Condition(JsonElement condition)
    {
        string key = condition.Text("key") ?? "";
        string[] values = [.. condition.Items("values").Select(value => value.Text() ?? "")];
        string[] others = [.. condition.Items("notValues").Select(value => value.Text() ?? "")];
        return string.Join(
            " and ",
            new[]
            {
                values.Length == 0 ? null : $"{key} is {string.Join(" or ", values)}",
                others.Length == 0 ? null : $"{key} is not {string.Join(" or ", others)}",
            }.OfType<string>());
    }

    private static IEnumerable<string> Listed(
        JsonElement part, string field, string before, Func<string, string> word)
    {
        string[] words = [.. part.Items(field).Select(value => word(value.Text() ?? ""))];
        return words.Length == 0 ? [] : [$"{before}{string.Join(", ", words)}"];
    }

    private static string Same(string text) => text;
}
