using System.Globalization;
using System.Numerics;
using MicroK8s.Conventions;

namespace MicroK8s.Tests.Services.Spec;

public sealed class QuantityTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("1", "1000000000")]
    [InlineData("250m", "250000000")]
    [InlineData("0.25", "250000000")]
    [InlineData(".5", "500000000")]
    [InlineData("5.", "5000000000")]
    [InlineData("+1", "1000000000")]
    [InlineData("-1", "-1000000000")]
    [InlineData("1n", "1")]
    [InlineData("1u", "1000")]
    [InlineData("1k", "1000000000000")]
    [InlineData("1Ki", "1024000000000")]
    [InlineData("64Mi", "67108864000000000")]
    [InlineData("1.5Gi", "1610612736000000000")]
    [InlineData("1E", "1000000000000000000000000000")]
    [InlineData("1Ei", "1152921504606846976000000000")]
    [InlineData("1e3", "1000000000000")]
    [InlineData("1E3", "1000000000000")]
    [InlineData("12e-1", "1200000000")]
    [InlineData("0.1n", "1")]
    [InlineData("-0.1n", "-1")]
    public void An_amount_is_exact_and_rounded_away_from_zero_below_a_billionth(string text, string nanos) =>
        Assert.Equal(BigInteger.Parse(nanos, CultureInfo.InvariantCulture), Quantity.TryParse(text)!.Nanos);

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("m")]
    [InlineData("1 Gi")]
    [InlineData("1,5")]
    [InlineData("64mi")]
    [InlineData("64MB")]
    [InlineData("1e")]
    [InlineData("1e3Mi")]
    [InlineData("--1")]
    [InlineData("1\n")]
    [InlineData("0x10")]
    [InlineData("١")]
    [InlineData("1K")]
    public void What_the_grammar_does_not_have_is_no_amount(string text) =>
        InvalidSpec.Throws("Request", "is not an amount", () => Quantity.Parse(text, "Request", "memory"));

    [Theory]
    [InlineData("64MB", "'64Mi'")]
    [InlineData("64mb", "'64Mi'")]
    [InlineData("1 GiB", "'1Gi'")]
    [InlineData("2gi", "'2Gi'")]
    public void The_units_of_people_get_a_suggestion(string text, string advice) =>
        InvalidSpec.Throws("Limit", advice, () => Quantity.Parse(text, "Limit", "memory"));
}
