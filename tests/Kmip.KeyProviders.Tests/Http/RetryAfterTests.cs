using Kmip.KeyProviders.Http;

namespace Kmip.KeyProviders.Tests.Http;

/// <summary>Retry-After in every form a service, or what answers in its place, may send.</summary>
[Trait("Abuse", "A118")]
public sealed class RetryAfterTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData("1", 1)]
    [InlineData("3600", 3600)]
    [InlineData("3601", 3600)]
    [InlineData("2147483647", 3600)]
    [InlineData("99999999999999999999", 3600)]
    [InlineData("Fri, 02 Jan 2026 03:04:15 GMT", 10)]
    [InlineData("Wed, 21 Oct 2099 07:28:00 GMT", 3600)]
    public void A_wait_is_read_and_capped(string value, int seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), Read(value));

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("soon")]
    [InlineData("")]
    [InlineData("1.5")]
    [InlineData("Fri, 02 Jan 2026 03:04:00 GMT")]
    public void What_is_no_wait_is_none(string value) => Assert.Null(Read(value));

    [Fact]
    public void No_header_is_no_wait()
    {
        using var response = new HttpResponseMessage();
        Assert.Null(RetryAfter.Read(response.Headers, Now));
    }

    private static TimeSpan? Read(string value)
    {
        using var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation("Retry-After", value);
        return RetryAfter.Read(response.Headers, Now);
    }
}
