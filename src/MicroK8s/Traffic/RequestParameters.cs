using MicroK8s.Errors;
using MicroK8s.Traffic.Providers;

namespace MicroK8s.Commands.Traffic;

/// <summary>Reads <c>-MatchHeader</c>, <c>-MatchCookie</c> and <c>-MirrorPercent</c>.</summary>
internal static class RequestParameters
{
    /// <summary>What they ask for together; either of the matches replaces both. Null if none was given.</summary>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static RequestRules? Rules(string[]? headers, string[]? cookies, int? mirrorPercent) =>
        headers is null && cookies is null && mirrorPercent is null ? null : new RequestRules
        {
            Matches = headers is null && cookies is null
                ? null
                : [.. (headers ?? []).Select(RequestMatch.Header), .. (cookies ?? []).Select(RequestMatch.Cookie)],
            MirrorPercent = mirrorPercent,
        };
}
