
namespace MicroK8s.KubeApi.Requests;

/// <summary>Ends a list that has no end: one whose token stays the same, or that always has one page more.</summary>
internal sealed class PageCount(KubeRequests requests)
{
    private int _pages;
    private string? _last;

    /// <summary>Notes a page.</summary>
    /// <param name="next">The token of the page after it; null for the last page.</param>
    /// <exception cref="Errors.ClusterException">AnswerTooLarge.</exception>
    public void Add(string? next)
    {
        if (next is not null && next == _last) throw requests.TooLarge("is a list whose pages repeat themselves");
        if (++_pages > AnswerLimits.MostPages)
        {
            throw requests.TooLarge($"is a list of more than {AnswerLimits.MostPages} pages");
        }

        _last = next;
    }
}
