namespace MicroK8s.Tests.Outages;

/// <summary>Tests that end the second API server: one after the other, as there is only one.</summary>
[CollectionDefinition(Name)]
public sealed class Outage : ICollectionFixture<SecondApiServer>
{
    public const string Name = "Outage";
}
