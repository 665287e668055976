using PuppeteerSharp;

namespace MicroK8s.Tests.Health.Reports;

/// <summary>A page of the browser, and what it asked for and complained about.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private readonly List<string> _requests = [];
    private readonly List<string> _complaints = [];

    public OpenPage(IPage page)
    {
        Page = page;
        page.Request += (_, asked) => Add(_requests, asked.Request.Url);
        page.Console += (_, said) => Add(_complaints, said.Message.Text);
        page.PageError += (_, failed) => Add(_complaints, failed.Message);
        page.Dialog += (_, asked) => Add(_complaints, asked.Dialog.Message);
    }

    public IPage Page { get; }

    /// <summary>The addresses that were asked for.</summary>
    public IReadOnlyList<string> Requests { get { lock (_requests) return [.. _requests]; } }

    /// <summary>Errors of the script, and what the page's policy refused.</summary>
    public IReadOnlyList<string> Complaints { get { lock (_complaints) return [.. _complaints]; } }

    /// <summary>The targets of the findings that can be seen, in order.</summary>
    public Task<string[]> ShownAsync() => Page.EvaluateExpressionAsync<string[]>(
        "[...document.querySelectorAll('#rows > tr')].filter(row => row.getClientRects().length > 0)"
        + ".map(row => row.querySelector('.target').textContent)");

    public Task<string> TextAsync(string selector) =>
        Page.EvaluateFunctionAsync<string>("selector => document.querySelector(selector).textContent", selector);

    public async ValueTask DisposeAsync() => await Page.DisposeAsync();

    private static void Add(List<string> list, string item)
    {
        lock (list) list.Add(item);
    }
}
