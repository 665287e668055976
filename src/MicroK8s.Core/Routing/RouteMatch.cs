namespace MicroK8s.Routing;

/// <summary>Which requests a route takes.</summary>
/// <param name="TakesAll">Whether it takes every request that comes to it.</param>
/// <param name="ByHeaders">Whether headers or cookies of a request decide.</param>
internal sealed record RouteMatch(bool TakesAll, bool ByHeaders)
{
    /// <summary>As messages say it, after a comma; empty for every request.</summary>
    public string Text => ByHeaders ? ", by a header or cookie match" : TakesAll ? "" : ", by a match";
}
