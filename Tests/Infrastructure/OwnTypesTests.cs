using FluentValidation;
using Massar.Infrastructure;
using Massar.Infrastructure.Seeding;
using Massar.Infrastructure.Web;
using Massar.Infrastructure.Work;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Infrastructure;

public sealed class OwnTypesTests
{
    [Theory]
    [InlineData(typeof(IRequest<>), 300)]
    [InlineData(typeof(IRequestHandler<,>), 300)]
    [InlineData(typeof(INotificationHandler<>), 10)]
    [InlineData(typeof(IValidator<>), 100)]
    [InlineData(typeof(IEntityTypeConfiguration<>), 150)]
    [InlineData(typeof(IEndpoint), 300)]
    [InlineData(typeof(IArea), 25)]
    [InlineData(typeof(IAreaServices), 5)]
    [InlineData(typeof(IWork), 20)]
    [InlineData(typeof(ISweep), 2)]
    [InlineData(typeof(ISeed), 20)]
    public void What_the_metadata_says_is_what_reflection_finds(Type contract, int atLeast)
    {
        var loaded = typeof(OwnTypes).Assembly.GetTypes()
            .Where(t => t is { IsAbstract: false, IsInterface: false, ContainsGenericParameters: false })
            .Where(t => t.GetInterfaces().Any(i => (i.IsGenericType ? i.GetGenericTypeDefinition() : i) == contract)).ToList();

        Assert.True(loaded.Count >= atLeast, $"{loaded.Count}");
        Assert.Equal(loaded, OwnTypes.Of(contract));
    }

    [Fact]
    public void Nobody_keeps_a_contract_that_only_the_tests_know() => Assert.Empty(OwnTypes.Of(typeof(IOfTheTests)));

    private interface IOfTheTests;
}
