from identities.models import Identity


def test_the_schema_is_there(bakery, anne, carl):
    assert Identity.objects.for_actor(anne.actor).count() == 1
