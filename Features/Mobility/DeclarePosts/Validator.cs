using FluentValidation;
using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Text;

namespace Massar.Features.Mobility.DeclarePosts;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.PlaceCode).NotEmpty().When(c => c.Post is null).WithMessage("mobility.posts.no-place");
        RuleFor(c => c.GroupCode).NotEmpty().When(c => c.Post is null).WithMessage("mobility.posts.no-group");
        RuleFor(c => c.Seats).Must(s => NumberReader.ReadWhole(s, 0, VacantPost.MostSeats).Value is not null).WithMessage("mobility.posts.seats.wrong").WithState(_ => new object[] { VacantPost.MostSeats });
    }
}
