namespace Kmip.KeyProviders.Aws.Tests.Options;

/// <summary>Which region names pass.</summary>
public sealed class AwsRegionsTests
{
    [Theory]
    [InlineData("us-east-1", "us-east-1")]
    [InlineData("US_EAST_1", "us-east-1")]
    [InlineData(" EU_CENTRAL_2 ", "eu-central-2")]
    [InlineData("AP_SOUTHEAST_5", "ap-southeast-5")]
    [InlineData("US_GOV_WEST_1", "us-gov-west-1")]
    [InlineData("cn-northwest-1", "cn-northwest-1")]
    [InlineData("CN_NORTH_1", "cn-north-1")]
    [InlineData("us-iso-east-1", "us-iso-east-1")]
    [InlineData("eusc-de-east-1", "eusc-de-east-1")]
    [InlineData("MX_CENTRAL_1", "mx-central-1")]
    public void Regions_pass_in_both_spellings(string name, string expected)
    {
        Assert.True(AwsRegions.TryNormalize(name, out string? region));
        Assert.Equal(expected, region);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("us-east")]
    [InlineData("us-east-0")]
    [InlineData("us-east-1a")]
    [InlineData("us-east-11")]
    [InlineData("us-east-1.evil.example")]
    [InlineData("us-east-1@evil.example")]
    [InlineData("us-east-1/..")]
    [InlineData("evil.example/us-east-1")]
    [InlineData("us-evil-east-1")]
    [InlineData("xx-east-1")]
    [InlineData("us-\u0435ast-1")]
    [InlineData("us-east-\u0661")]
    [InlineData("us-east-1-us-east-1-us-east-1-us-east-1")]
    public void Nothing_else_passes(string? name) => Assert.False(AwsRegions.TryNormalize(name, out _));
}
