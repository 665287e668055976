using System.Text.Json;
using MicroK8s.Resources;

namespace MicroK8s.Access;

/// <summary>
/// Whether a rule of an AuthorizationPolicy fits a request: one source, one operation and all conditions must
/// (istio.io, "Authorization Policy" and "Authorization Policy Conditions"; istio/istio, pilot/pkg/security/authz/
/// model).
/// </summary>
/// <param name="request">The request.</param>
/// <param name="policy">The policy.</param>
/// <param name="hasIdentity">Whether the caller shows a certificate of the mesh. Null if that is not known.</param>
/// <param name="isHttp">
/// Whether methods, paths, hosts, headers and tokens can be seen. Where not, a rule of an ALLOW policy that asks for
/// them never fits, and one of a DENY or CUSTOM policy fits without them (istio.io, "TCP Traffic").
/// </param>
internal sealed class AuthorizationMatch(AccessRequest request, KubeObject policy, bool? hasIdentity, bool isHttp)
{
    private const string Identity = "whether the caller has an identity in the mesh";

    public AccessMatch Fits(JsonElement rule)
    {
        if (!isHttp && AuthorizationRules.ActionOf(policy) == "ALLOW" && AsksForHttp(rule)) return AccessMatch.No;
        JsonElement[] sources = [.. rule.Items("from").Select(item => item.At("source") ?? default)];
        JsonElement[] operations = [.. rule.Items("to").Select(item => item.At("operation") ?? default)];
        return AccessMatch.All(
        [
            sources.Length == 0 ? AccessMatch.Yes : AccessMatch.Any(sources.Select(IsSource)),
            operations.Length == 0 ? AccessMatch.Yes : AccessMatch.Any(operations.Select(IsOperation)),
            .. rule.Items("when").Select(Holds),
        ]);
    }

    /// <summary>Whether a rule asks for what only HTTP has.</summary>
    /// <param name="rule">The rule.</param>
    public static bool AsksForHttp(JsonElement rule) =>
        rule.Items("from").Any(item => Has(item.At("source"), "requestPrincipals", "notRequestPrincipals"))
        || rule.Items("to").Any(item => Has(
            item.At("operation"), "hosts", "notHosts", "methods", "notMethods", "paths", "notPaths"))
        || rule.Items("when").Any(condition => IsHttpKey(condition.Text("key") ?? ""));

    private static bool Has(JsonElement? part, params string[] fields) =>
        part is { } given && fields.Any(field => given.Items(field).Any());

    private static bool IsHttpKey(string key) =>
        key.StartsWith("request.headers", StringComparison.Ordinal)
        || key.StartsWith("request.auth.", StringComparison.Ordinal);

    private AccessMatch IsSource(JsonElement source) => AccessMatch.All(
    [
        Field(source, "principals", "notPrincipals", IsPrincipal),
        Field(source, "namespaces", "notNamespaces", IsNamespace),
        Field(source, "serviceAccounts", "notServiceAccounts", IsServiceAccount),
        Field(source, "ipBlocks", "notIpBlocks", IsCallerIn),
        Field(source, "remoteIpBlocks", "notRemoteIpBlocks", IsClientIn),
        HttpField(source, "requestPrincipals", "notRequestPrincipals", Token),
    ]);

    private AccessMatch IsOperation(JsonElement operation) => AccessMatch.All(
    [
        Field(operation, "ports", "notPorts", IsPort),
        HttpField(operation, "hosts", "notHosts", host => Known(request.Host, "host", host, MeshPattern.FitsHost)),
        HttpField(
            operation, "methods", "notMethods",
            method => Known(request.Method, "method", method, MeshPattern.Fits)),
        HttpField(operation, "paths", "notPaths", path => Known(PathOf(request), "path", path, MeshPattern.FitsPath)),
    ]);

    private AccessMatch Holds(JsonElement condition)
    {
        string key = condition.Text("key") ?? "";
        if (!isHttp && IsHttpKey(key)) return AccessMatch.Yes;
        return Field(condition, "values", "notValues", key switch
        {
            "source.principal" => IsPrincipal,
            "source.namespace" => IsNamespace,
            "source.serviceAccount" => IsServiceAccount,
            "source.ip" => IsCallerIn,
            "remote.ip" => IsClientIn,
            "destination.ip" => IsTargetIn,
            "destination.port" => IsPort,
            _ => value => AccessMatch.DependsOn($"{key} ({value})"),
        });
    }

    /// <summary>A field and its negation: one of the values, and none of the others.</summary>
    private static AccessMatch Field(
        JsonElement part, string field, string notField, Func<string, AccessMatch> isMeant)
    {
        string[] values = Texts(part, field);
        string[] others = Texts(part, notField);
        return AccessMatch.All(
        [
            values.Length == 0 ? AccessMatch.Yes : AccessMatch.Any(values.Select(isMeant)),
            others.Length == 0 ? AccessMatch.Yes : AccessMatch.Any(others.Select(isMeant)).Not(),
        ]);
    }

    private AccessMatch HttpField(
        JsonElement part, string field, string notField, Func<string, AccessMatch> isMeant) =>
        isHttp ? Field(part, field, notField, isMeant) : AccessMatch.Yes;

    private static string[] Texts(JsonElement part, string field) =>
        [.. part.Items(field).Select(value => value.Text() ?? "")];

    /// <summary>What every HTTP request has, though it may not be known here.</summary>
    private static AccessMatch Known(string? value, string what, string pattern, Func<string, string, bool> fits)
    {
        if (value is not null) return AccessMatch.Of(fits(pattern, value));
        return pattern == "*" ? AccessMatch.Yes : AccessMatch.DependsOn($"the {what} ({pattern})");
    }

    private static string? PathOf(AccessRequest request) => request.Path?.Split('?', '#')[0];

    private static AccessMatch Token(string value) =>
        AccessMatch.DependsOn($"the identity in the token of the request ({value})");

    private AccessMatch IsPort(string port) => request.Port is { } asked
        ? AccessMatch.Of(port == $"{asked.Number}")
        : AccessMatch.DependsOn($"the port ({port})");

    private AccessMatch IsPrincipal(string pattern) => Identified(party => MeshPattern.Fits(pattern, party.Principal!));

    private AccessMatch IsNamespace(string pattern) =>
        Identified(party => MeshPattern.FitsNamespace(pattern, party.Namespace!));

    /// <summary>A name alone is one of the policy's namespace; there are no patterns.</summary>
    private AccessMatch IsServiceAccount(string account) => Identified(party =>
        (account.Contains('/', StringComparison.Ordinal) ? account : $"{policy.Namespace}/{account}")
        == $"{party.Namespace}/{party.ServiceAccount}");

    /// <summary>Who shows no certificate has no identity, and none that could be one of the excluded.</summary>
    private AccessMatch Identified(Func<AccessParty, bool> fits)
    {
        if (request.From?.Principal is null || hasIdentity == false) return AccessMatch.No;
        if (!fits(request.From)) return AccessMatch.No;
        return hasIdentity is null ? AccessMatch.DependsOn(Identity) : AccessMatch.Yes;
    }

    private AccessMatch IsCallerIn(string block) => AddressBlock.Match(
        block, request.From?.Addresses ?? [], $"the address of {request.From?.ToString() ?? "the caller"}");

    private static AccessMatch IsClientIn(string block) =>
        AccessMatch.DependsOn($"the client's address in X-Forwarded-For ({block})");

    private AccessMatch IsTargetIn(string block) =>
        AddressBlock.Match(block, request.To.Addresses, $"the address of {request.To}");
}
