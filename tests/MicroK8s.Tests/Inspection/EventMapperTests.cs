using MicroK8s.Inspection;
using MicroK8s.Resources;
using MicroK8s.Workloads;

namespace MicroK8s.Tests.Inspection;

public sealed class EventMapperTests
{
    private static readonly PodOwner Owner = new("web", WorkloadKind.Deployment, null);

    [Fact]
    public void Events_that_say_the_same_are_one_and_the_newest_is_last()
    {
        IReadOnlyList<MicroServiceEvent> events = Group(
            Event(""" "reason": "BackOff", "message": "m", "count": 3, "firstTimestamp": "2026-01-01T00:00:01Z", "lastTimestamp": "2026-01-01T00:00:09Z" """),
            Event(""" "reason": "Killing", "message": "m", "count": 1, "firstTimestamp": "2026-01-01T00:00:05Z", "lastTimestamp": "2026-01-01T00:00:05Z" """),
            Event(""" "reason": "BackOff", "message": "m", "count": 2, "firstTimestamp": "2026-01-01T00:00:00Z", "lastTimestamp": "2026-01-01T00:00:02Z" """));
        Assert.Equal(["Killing 1", "BackOff 5"], events.Select(item => $"{item.Reason} {item.Count}"));
        Assert.Equal((0, 9), (events[1].First.Second, events[1].Last.Second));
        Assert.Equal(("Pod/web-1", "web"), (events[1].Target, events[1].Container));
    }

    [Fact]
    public void Events_of_the_newer_api_have_series_and_micro_times()
    {
        MicroServiceEvent item = Assert.Single(Group(Event(
            """
            "reason": "FailedScheduling", "eventTime": "2026-01-01T00:00:01.5Z", "reportingComponent": "scheduler",
            "series": { "count": 4, "lastObservedTime": "2026-01-01T00:00:07.25Z" }, "lastTimestamp": null
            """)));
        Assert.Equal((4, 1, 7, "scheduler"), (item.Count, item.First.Second, item.Last.Second, item.Source));
    }

    [Fact]
    public void An_event_that_happened_once_counts_one_and_its_text_is_made_harmless()
    {
        MicroServiceEvent item = Assert.Single(Group(Event(
            """ "message": "a\u001b[2J\nb ##vso[task]", "eventTime": "2026-01-01T00:00:01Z" """)));
        Assert.Equal((1, "a b # #vso[task]"), (item.Count, item.Message));
    }

    private static IReadOnlyList<MicroServiceEvent> Group(params KubeObject[] events) =>
        EventMapper.Group(events.Select(item => (item, Owner)), "here", null);

    private static KubeObject Event(string fields) => KubeObject.Parse(
        $$"""
        { "metadata": { "name": "e", "namespace": "shop" }, "type": "Warning", {{fields}},
          "involvedObject": { "kind": "Pod", "name": "web-1", "fieldPath": "spec.containers{web}" } }
        """);
}
