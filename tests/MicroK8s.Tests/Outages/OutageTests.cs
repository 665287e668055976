namespace MicroK8s.Tests.Outages;

/// <summary>
/// An API server ends while cmdlets wait, watch, follow and forward through it, and comes back. One outage for all of
/// them: a start of the server is the dearest thing in the suite.
/// </summary>
[Collection(Outage.Name)]
public sealed class OutageTests(SecondApiServer server)
{
    [Theory]
    [InlineData(ServerEnd.Kill)]
    [InlineData(ServerEnd.Stop)]
    public async Task Every_cmdlet_goes_on_after_the_server_has_come_back(ServerEnd how)
    {
        await using WaitingScene waiting = await WaitingScene.BeginAsync(server);
        await using LookingScene looking = await LookingScene.BeginAsync(server);

        await server.WhileGoneAsync(how, () => Task.WhenAll(waiting.ChangeAsync(), looking.ChangeAsync()));

        await waiting.AssertVerdictsAsync();
        await looking.AssertGoesOnAsync();
    }
}
